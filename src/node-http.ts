/**
 * Node's HTTP. To import it by name would load undici as well, because ES modules look at each member of a built-in one and
 * some of these load it: the first request would go out tens of milliseconds later.
 */
export const http = process.getBuiltinModule('node:http');
export const https = process.getBuiltinModule('node:https');
