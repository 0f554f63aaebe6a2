import { useWidth } from '../components/chart/use-width.ts';

const stages = ['extract', 'validate', 'load'];

/** Three sections of empty glass. */
export const EmptyPipe = () => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const step = width / stages.length;
  return (
    <div ref={frame} className="h-28">
      <svg className="pipe" width={width} height="112" aria-hidden="true">
        {stages.map((name, index) => (
          <g key={name} transform={`translate(${index * step} 0)`}>
            <text x="0" y="14" className="second">
              {name}
            </text>
            <path className="glass ghost" d={`M2 30H${step - 40}M2 94H${step - 40}`} />
            <path className="flange" d={`M0 26h3v72h-3ZM${step - 40} 26h3v72h-3Z`} />
            {index === stages.length - 1 ? null : <path className="dry" d={`M${step - 35} 62H${step - 3}`} />}
          </g>
        ))}
      </svg>
    </div>
  );
};
