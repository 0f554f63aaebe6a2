import { useId } from 'react';
import type { Axes } from './draw/axes.ts';
import type { Joint } from './draw/joints.ts';

interface Props {
  readonly joint: Joint;
  readonly axes: Axes;
}

export const PipeJoint = ({ joint, axes }: Props) => {
  const fade = useId();
  const { kind, path, strokeWidth } = joint;
  if (kind === 'dry') return <path className="dry" d={path} />;
  if (kind === 'link') {
    return strokeWidth === null ? (
      <path className="coupling" d={path} />
    ) : (
      <path className="bent" d={path} strokeWidth={strokeWidth} />
    );
  }
  const [from, to] = joint.ends.map(axes.screen);
  return (
    <g aria-hidden="true">
      <linearGradient id={fade} gradientUnits="userSpaceOnUse" x1={from?.x} y1={from?.y} x2={to?.x} y2={to?.y}>
        <stop offset="0" stopColor="var(--fluid)" stopOpacity={kind === 'inlet' ? 0 : 0.35} />
        <stop offset="1" stopColor="var(--fluid)" stopOpacity={kind === 'inlet' ? 0.35 : 0} />
      </linearGradient>
      <path d={path} fill={`url(#${fade})`} />
    </g>
  );
};
