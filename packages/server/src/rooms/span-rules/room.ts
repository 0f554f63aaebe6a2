import type { OpenRoom } from '../../room.ts';
import { createSpanRuleReader } from './facts.ts';
import { spanRuleRoutes } from './routes.ts';

export const openSpanRules: OpenRoom = ({ telemetry, spanRules }) => ({
  name: 'span-rules',
  routes: {
    about: 'Rules that make runs of spans of programs without the SDK',
    plugins: [spanRuleRoutes(spanRules, createSpanRuleReader(telemetry))],
  },
});
