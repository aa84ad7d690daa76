import tseslint from "typescript-eslint";

/**
 * The layers of `components/`, lowest first. A layer may import those of lower ranks and itself; layers of one rank are
 * strangers to each other.
 */
const LAYERS = [
    ["workload"],
    ["network", "secrets"],
    ["certificates"],
    ["data"],
    ["identity", "app"],
    ["edge"],
    ["operations"],
];

/** For each layer, what it must not import. */
function layerRules() {
    return LAYERS.flatMap((rank, index) =>
        rank.map((layer) => {
            const strangers = LAYERS.slice(index)
                .flat()
                .filter((other) => other !== layer);
            return {
                files: [`components/${layer}/**/*.ts`],
                rules: {
                    "no-restricted-imports": [
                        "error",
                        {
                            patterns: [
                                ...barrels,
                                {
                                    group: strangers.map((other) => `**/${other}/**`),
                                    message: `components/${layer} must not import a higher layer: see docs/architecture.md.`,
                                },
                                {
                                    group: ["**/config", "**/config/**", "**/platform", "**/cli/**", "**/policies/**"],
                                    message: "Components take arguments; platform.ts maps the configuration to them.",
                                },
                            ],
                        },
                    ],
                },
            };
        }),
    );
}

/**
 * What each folder of the program must not import, by the first folder of the path, and why. `components/` has layers of
 * its own besides.
 */
const FLOORS = [
    ["kubernetes", "config|components|policies|cli|environments|images", "kubernetes/ is the ground floor"],
    ["config", "components|policies|cli", "config/ knows kubernetes/ alone"],
    ["components", "policies|cli", "components/ know neither policies nor commands"],
    ["policies", "config(?!/suggest$|/placeholder$)|components|cli", "policies/ judge whatever comes"],
    ["policies/engine", "config(?!/suggest$)|components|cli|rules|pack|changes", "the engine is given its rules"],
    ["policies/rules", "config(?!/placeholder$)|components|cli|pack", "rules are read by the engine and the pack"],
];

function floorRules() {
    return FLOORS.map(([folder, strangers, why]) => ({
        files: [`${folder}/**/*.ts`],
        rules: {
            "no-restricted-imports": [
                "error",
                {
                    patterns: [
                        ...barrels,
                        { regex: `^(\\.\\./)+(${strangers})(/|$)`, message: `${why}: see docs/architecture.md.` },
                    ],
                },
            ],
        },
    }));
}

/** Imports that load a whole SDK, at 0.3 s a start. Types cost nothing. */
const barrels = [
    {
        regex: "^@pulumi/(kubernetes|aws|random)$",
        allowTypeImports: true,
        message: "Import the module that holds the resource, e.g. @pulumi/kubernetes/core/v1.",
    },
];

export default tseslint.config(
    { ignores: ["node_modules/", "out/", ".local/", "coverage/"] },
    ...tseslint.configs.strictTypeChecked,
    {
        languageOptions: {
            parserOptions: { projectService: { allowDefaultProject: ["*.mjs"] }, tsconfigRootDir: import.meta.dirname },
        },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            "@typescript-eslint/no-floating-promises": "error",
            "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
            "@typescript-eslint/no-unused-vars": [
                "error",
                { argsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_", ignoreRestSiblings: true },
            ],
            "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
            // The Kubernetes client's models are classes that are meant to be given as plain objects.
            "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
            // Pulumi registers a resource by constructing it.
            "no-new": "off",
            "no-restricted-imports": ["error", { patterns: barrels }],
            "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
            eqeqeq: "error",
        },
    },
    ...floorRules(),
    ...layerRules(),
    {
        files: ["test/**/*.ts"],
        rules: {
            // A test knows what is there, and stand-ins handle what programs send them as it comes.
            "@typescript-eslint/no-non-null-assertion": "off",
            "@typescript-eslint/no-base-to-string": "off",
        },
    },
    {
        files: ["**/*.mjs", "policies/pack/start.js", "components/data/*/*.js", "cli/preview/output/report/page.js"],
        ...tseslint.configs.disableTypeChecked,
    },
    {
        files: ["**/*.cjs"],
        ...tseslint.configs.disableTypeChecked,
        rules: { ...tseslint.configs.disableTypeChecked.rules, "@typescript-eslint/no-require-imports": "off" },
    },
);
