import { Platform } from "./components/platform";
import { engineConfig, loadConfig } from "./config";

const platform = new Platform("platform", loadConfig(engineConfig()));

/** Who may talk to whom; everything else is denied. */
export const connections = platform.connections;
/** Where Kratos' public API is reached inside the cluster. */
export const kratosUrl = platform.kratosUrl;
