import type { RuleCases } from "../case";
import { accountCases } from "./accounts";
import { containerCases } from "./containers";
import { disruptionCases } from "./disruptions";
import { drainCases } from "./drains";
import { imageCases } from "./images";
import { schedulingCases } from "./scheduling";
import { selectorCases } from "./selectors";
import { workloadCases } from "./workloads";

export const podCases: readonly RuleCases[] = [
    ...containerCases,
    ...imageCases,
    ...accountCases,
    ...workloadCases,
    ...disruptionCases,
    ...drainCases,
    ...selectorCases,
    ...schedulingCases,
];
