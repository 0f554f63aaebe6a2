/** `node serve.ts` serves the airports API until Ctrl-C, for a pipeline that does not start it itself. */
import { startAirportsApi } from './api.ts';

const { url } = await startAirportsApi();
console.log(url);
