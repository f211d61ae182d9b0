// Type-checking is done once by `npm run check`; here it would cost six seconds per process.
process.env.TS_NODE_TRANSPILE_ONLY = "true";
// Traces name lines of the TypeScript files.
process.setSourceMapsEnabled(true);
