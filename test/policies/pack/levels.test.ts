import assert from "node:assert/strict";
import { createPack } from "../../../policies/pack/pack";
import { rules } from "../../../policies/rules";
import { Engine, LEVEL } from "./rpc";
import { engine, marked } from "./started";
import { PRODUCTION } from "../situation";

describe("levels under the engine", () => {
    it("may be raised, and those of advisory rules lowered", async () => {
        await engine([], [marked]).configure({ marked: LEVEL.mandatory, "pss-privileged": LEVEL.mandatory });
        await engine([], [marked]).configure({ marked: LEVEL.disabled });
    });

    for (const level of ["advisory", "disabled"] as const) {
        it(`are refused where one makes a mandatory rule ${level}`, async () => {
            await assert.rejects(
                engine().configure({ "pss-privileged": LEVEL[level], "secret-literal": LEVEL.mandatory }),
                new Error(
                    `The policy configuration lowers what is mandatory and stays so: pss-privileged (${level}). ` +
                        "Take them out of it; what one resource needs is an exception in policies/exceptions.ts.",
                ),
            );
        });
    }

    it("are refused for the pack's own policies and for those of the stack", async () => {
        const lowered = { "exception-expired": LEVEL.disabled, "rule-error": LEVEL.advisory };
        await assert.rejects(
            engine().configure(lowered),
            /: rule-error \(advisory\), exception-expired \(disabled\)\./,
        );
        await assert.rejects(
            engine().configure({ "namespace-default-deny": LEVEL.advisory }),
            /namespace-default-deny/,
        );
    });

    it("are refused where the engine asks for one that is new", async () => {
        await assert.rejects(engine().configure({ "pss-privileged": 7 as never }), /does not know \(7\)/);
    });

    it("name no more than one can read", async () => {
        const all = createPack({ rules, exceptions: [], situation: PRODUCTION });
        const levels = Object.fromEntries(all.policies.map(({ name }) => [name, LEVEL.disabled]));
        await assert.rejects(new Engine(all).configure(levels), /(, pss-[\w-]+ \(disabled\)){9} and \d+ more\./);
    });
});
