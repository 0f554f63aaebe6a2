export const LogsPage = () => <p>Soon.</p>;
