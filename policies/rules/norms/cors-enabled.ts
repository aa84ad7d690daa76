import { seed } from "../references";
import { variableNorm } from "./norm";

export const corsEnabled = variableNorm(
    {
        id: "cors-enabled",
        title: "KATO names the web sites that may call it",
        description:
            "Switched off, KATO answers no browser's question which sites may call it, and whoever misses that switches it on in front of it, mostly for everybody.",
        severity: "low",
        references: [seed("KATO security guide", "Production CORS Settings: CORS_ENABLED=true")],
        remediation: "`kato.cors.enabled: true` with the origins of your own web sites.",
    },
    "CORS_ENABLED",
    { isMet: (text) => text === "true", expected: "true", write: 'CORS_ENABLED: "true"' },
);
