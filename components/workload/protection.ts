import type { CustomResourceOptions } from "@pulumi/pulumi";

/**
 * Options of a resource that holds data which cannot be made again: production refuses to delete or replace it, and a
 * deletion that somebody forces leaves the real object behind.
 */
export function dataProtection(production: boolean): CustomResourceOptions {
    return production ? { protect: true, retainOnDelete: true } : {};
}
