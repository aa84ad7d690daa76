import { z } from "zod";
import { refuse } from "./fields";

/** RFC 1123, as Kubernetes checks names: a label is the name of a namespace, labels with dots between them that of most else. */
const dnsLabel = /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const dnsSubdomain = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const labelName = /^(?=.{1,63}$)[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/;
const labelValue = /^(?=.{0,63}$)([A-Za-z0-9]([\w.-]*[A-Za-z0-9])?)?$/;

/** A namespace. */
export function namespace(example: string) {
    return z.string().regex(dnsLabel).meta({
        accepted: "the name of a namespace: lower-case letters, digits and dashes, at most 63, no dots",
        example,
    });
}

/** An object that is in no namespace, such as a class. */
export function className(kind: "an IngressClass" | "a StorageClass", example: string) {
    return z
        .string()
        .regex(dnsSubdomain)
        .meta({ accepted: `the name of ${kind}: lower-case letters, digits, dashes and dots`, example });
}

/** Labels that select pods: all of them have to match. */
export function podLabels(example: string) {
    return z
        .record(z.string(), z.string().regex(labelValue).meta({ accepted: "the value of a label", example }))
        .superRefine((labels, context) => {
            const keys = Object.keys(labels);
            if (keys.length === 0)
                refuse(context, "at least one label: no labels would mean every pod of the namespace");
            if (keys.length > 20) refuse(context, "at most 20 labels");
            if (!keys.every(isLabelKey)) refuse(context, "keys that Kubernetes takes for labels");
        })
        .meta({ accepted: "an object of labels and their values" });
}

function isLabelKey(key: string): boolean {
    const [name = "", prefix, ...rest] = key.split("/").reverse();
    return labelName.test(name) && (prefix === undefined || dnsSubdomain.test(prefix)) && rest.length === 0;
}
