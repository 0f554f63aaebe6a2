import { EmptyNotice } from '../../components/answer/Notice.tsx';
import { Copyable } from '../../components/page/Copyable.tsx';
import { serverUrl } from '../../url/base-path.ts';

/** Nothing has come: what to set in any program with OpenTelemetry. */
export const HowToSend = () => (
  <EmptyNotice title="Any program with OpenTelemetry can send logs, traces and metrics here.">
    <p>Set this where it runs; each service appears here with its first telemetry.</p>
    <div className="mt-3">
      <Copyable
        text={`export OTEL_EXPORTER_OTLP_ENDPOINT=${serverUrl()}\nexport OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\nexport OTEL_SERVICE_NAME=my-service`}
        label="settings"
      />
    </div>
  </EmptyNotice>
);
