export const TracePage = () => <p>Soon.</p>;
