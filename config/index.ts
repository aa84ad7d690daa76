export { ConfigError, type Problem } from "./errors";
export { loadConfig } from "./load";
export { secretVariables } from "./secret-env";
export { isPlaceholder, placeholders } from "./placeholders";
export { fullKey, project } from "./project";
export { secretKeys, type SecretKey } from "./schema";
export { engineConfig, standIn, type ConfigSource } from "./source";
export { defaultDns } from "./schema/cluster";
export type * from "./types";
