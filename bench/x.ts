import { startServer } from '@sightglass/server';
const s = await startServer({host:'127.0.0.1', port: Number(process.argv[3]??0), grpcPort:0, dataDir:process.argv[2]!, dashboardDir: process.argv[4], log:(l,m,f)=>console.log(l,m,f??'')});
console.log(s.url, s.grpcUrl);
process.on('SIGINT', async()=>{ await s[Symbol.asyncDispose](); process.exit(0); });
