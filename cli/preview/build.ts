import { type Environment, environmentNamed } from "../../environments";
import type { Attributed, Violation } from "../../policies/evaluate";
import type { Excepted } from "../../policies/exception";
import { exceptions } from "../../policies/exceptions";
import { imageSources } from "../../images";
import { situationIn } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { today } from "../../policies/today";
import { verdict } from "../../policies/verdict";
import type { Progress } from "../shared/terminal";
import { type ResourceEntry, resourceEntries } from "./entries";
import { type KubernetesObject, kubernetesObjects, policyResource } from "./objects";
import { STACK_TYPE } from "./resources";
import { type Program, type Recording, runProgram } from "./run";
import { type Totals, totals } from "./totals";

/** All there is to know about a stack before it is deployed. */
export interface Preview extends Recording {
    readonly project: string;
    readonly stack: string;
    /** What it is held to. */
    readonly environment: Environment;
    readonly entries: readonly ResourceEntry[];
    readonly objects: readonly KubernetesObject[];
    readonly violations: readonly Violation[];
    /** Violations that an exception covers: they do not count. */
    readonly excepted: readonly Excepted[];
    /** Ids of the rules that could not be decided somewhere. */
    readonly undecided: ReadonlySet<string>;
    readonly totals: Totals;
}

function undecidedRule({ origin, violation }: Attributed): string[] {
    return origin === undefined || origin.id === violation.rule ? [] : [origin.id];
}

/** Runs the program and judges what it made. */
export async function buildPreview(program: Program, progress: Progress): Promise<Preview> {
    progress.step("Running the program");
    const recording = await runProgram(program);
    const { resources } = recording;
    progress.step(`Checking ${resources.length} resources`);
    const objects = kubernetesObjects(resources);
    const judged = resources.filter(({ type, external }) => type !== STACK_TYPE && !external).map(policyResource);
    const environment = environmentNamed(program.values[`${program.project}:environment`]);
    const situation = situationIn(environment, today(), imageSources(program.values[`${program.project}:images`]));
    const { violations, excepted } = verdict(judged, { rules, exceptions, situation }, true);
    return {
        ...recording,
        project: program.project,
        stack: program.stack,
        environment,
        entries: resourceEntries(resources, objects),
        objects,
        violations: violations.map(({ violation }) => violation),
        excepted,
        undecided: new Set(violations.flatMap(undecidedRule)),
        totals: totals(objects),
    };
}
