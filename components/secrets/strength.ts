/**
 * Characters of an alphanumeric secret that carry as much randomness as `bytes` random bytes: 62 characters to choose
 * from are 5.95 bits each, so 32 bytes need 43 of them and 64 bytes need 86.
 */
export function alphanumericLength(bytes: number): number {
    return Math.ceil((bytes * 8) / Math.log2(62));
}
