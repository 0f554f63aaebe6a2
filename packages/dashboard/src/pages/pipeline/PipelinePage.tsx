export const PipelinePage = () => <p>Soon.</p>;
