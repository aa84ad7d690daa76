import { environmentNamed } from "../../../environments";
import type { Attributed } from "../../../policies/engine/evaluate";
import { exceptions } from "../../../policies/exceptions";
import { imageSources } from "../../../images";
import { situationIn } from "../../../policies/engine/rule";
import { rules } from "../../../policies/rules";
import { today } from "../../../policies/engine/today";
import { verdict } from "../../../policies/engine/verdict";
import type { Progress } from "../../shared/terminal";
import { resourceEntries } from "../model/entries";
import { kubernetesObjects, policyResource } from "../model/objects";
import { STACK_TYPE } from "../model/resources";
import { type Program, runProgram } from "./run";
import { totals } from "../model/totals";
import type { Preview } from "../model/preview";

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
