/* eslint-disable @typescript-eslint/no-require-imports -- Pulumi's loader requires this file; it is no TypeScript yet */
// What the engine loads. The pack is TypeScript that nothing builds; tsx compiles it file by file, without the type-check
// that Pulumi's own loader does at every start.
require("tsx/cjs");
require("./main.ts");
