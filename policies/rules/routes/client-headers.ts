/** Headers in which applications are told who the client is or what it asked for, and which proxies leave alone. */
export const REMOVED_HEADERS = [
    "Forwarded",
    "True-Client-IP",
    "X-Client-IP",
    "X-Forwarded-Prefix",
    "X-Forwarded-Server",
    "X-HTTP-Method-Override",
    "X-Original-URL",
    "X-Rewrite-URL",
];
