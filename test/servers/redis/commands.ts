// Commands by who may send them, written out by hand.

export type Command = readonly string[];

/** What KATO and its client library send; in this order they all succeed. */
export const APPLICATION: readonly Command[] = [
    // The library's greeting.
    ["HELLO", "2"],
    ["CLIENT", "SETNAME", "kato"],
    ["CLIENT", "ID"],
    ["SELECT", "0"],
    ["PING"],
    // Sessions and counters.
    ["SET", "kb:frequency:p1", "1"],
    ["INCR", "kb:frequency:p1"],
    ["INCRBY", "kb:frequency:p1", "3"],
    ["SETEX", "session:p:1", "60", "state"],
    ["GET", "session:p:1"],
    ["EXISTS", "session:p:1"],
    ["EXPIRE", "session:p:1", "120"],
    ["SCAN", "0", "MATCH", "session:*", "COUNT", "100"],
    ["MGET", "session:p:1", "kb:frequency:p1"],
    // Security guide, "GDPR Compliance": the retention code's three.
    ["KEYS", "session:p:*"],
    ["TTL", "session:p:1"],
    ["DEL", "session:p:1"],
    // The other types.
    ["HSET", "hash", "field", "value"],
    ["HGETALL", "hash"],
    ["RPUSH", "list", "value"],
    ["BLPOP", "list", "1"],
    ["SADD", "set", "value"],
    ["SMEMBERS", "set"],
    ["ZADD", "sorted", "1", "value"],
    ["ZRANGE", "sorted", "0", "-1"],
    ["TYPE", "sorted"],
    ["UNLINK", "sorted"],
    // Streams with a consumer group.
    ["XGROUP", "CREATE", "stream", "group", "0", "MKSTREAM"],
    ["XADD", "stream", "1-1", "field", "value"],
    ["XREADGROUP", "GROUP", "group", "consumer", "COUNT", "10", "STREAMS", "stream", ">"],
    ["XACK", "stream", "group", "1-1"],
    ["XRANGE", "stream", "-", "+"],
    ["XINFO", "STREAM", "stream"],
    ["XTRIM", "stream", "MINID", "2-0"],
    // Pipelines, optimistic locking, locks by script.
    ["WATCH", "kb:frequency:p1"],
    ["MULTI"],
    ["GET", "kb:frequency:p1"],
    ["EXEC"],
    ["SET", "lock", "token", "NX", "PX", "1000"],
    [
        "EVAL",
        "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0",
        "1",
        "lock",
        "token",
    ],
    ["SCRIPT", "LOAD", "return 1"],
    ["SCRIPT", "EXISTS", "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"],
    ["EVALSHA", "e0e1f9fabfc9d4800c877a703b823ac0578ff8db", "0"],
    ["TIME"],
    // Messages.
    ["PUBLISH", "channel", "message"],
    ["PUBSUB", "NUMSUB", "channel"],
    ["COMMAND", "COUNT"],
];

/** What no application needs: to destroy everything, to change or stop the server, to see others, to reach other hosts. */
export const ADMINISTRATION: readonly Command[] = [
    ["FLUSHALL"],
    ["FLUSHDB"],
    ["SWAPDB", "0", "1"],
    ["CONFIG", "GET", "*"],
    ["CONFIG", "SET", "maxmemory-policy", "allkeys-lru"],
    ["CONFIG", "REWRITE"],
    ["CONFIG", "RESETSTAT"],
    ["ACL", "LIST"],
    ["ACL", "GETUSER", "kato_user"],
    ["ACL", "SETUSER", "kato_user", "+@all"],
    ["ACL", "SAVE"],
    ["ACL", "LOG"],
    ["DEBUG", "SLEEP", "0"],
    ["SHUTDOWN", "NOSAVE"],
    ["SAVE"],
    ["BGSAVE"],
    ["LASTSAVE"],
    ["MODULE", "LOAD", "/tmp/module.so"],
    ["MODULE", "LIST"],
    ["REPLICAOF", "elsewhere", "6379"],
    ["SLAVEOF", "elsewhere", "6379"],
    ["MIGRATE", "elsewhere", "6379", "key", "0", "1000"],
    ["RESTORE", "key", "0", "dump"],
    ["FAILOVER"],
    ["SYNC"],
    ["PSYNC", "?", "-1"],
    ["CLUSTER", "NODES"],
    ["MONITOR"],
    ["CLIENT", "PAUSE", "1000"],
    ["LATENCY", "LATEST"],
    ["MEMORY", "STATS"],
    ["SORT", "list"],
    ["ROLE"],
];

/** The same, of which people have some. */
export const OVERSIGHT: readonly Command[] = [
    ["INFO"],
    ["CLIENT", "LIST"],
    ["CLIENT", "KILL", "ID", "1"],
    ["SCRIPT", "KILL"],
    ["BGREWRITEAOF"],
];

/** What could be of use to an application, and is of none to this one. */
export const UNUSED: readonly Command[] = [
    ["SCRIPT", "FLUSH"],
    ["FUNCTION", "LOAD", "#!lua name=library\nredis.register_function('f', function() end)"],
    ["FUNCTION", "FLUSH"],
    ["FCALL", "f", "0"],
    ["PFADD", "hyperloglog", "value"],
    ["SETBIT", "bitmap", "1", "1"],
    ["GEOADD", "places", "1", "1", "here"],
];

/** What shows or changes data. */
export const DATA: readonly Command[] = [
    ["GET", "kb:frequency:p1"],
    ["SET", "key", "value"],
    ["KEYS", "*"],
    ["SCAN", "0"],
    ["RANDOMKEY"],
    ["DBSIZE"],
    ["EVAL", "return 1", "0"],
    ["PUBLISH", "channel", "message"],
    ["SLOWLOG", "GET"],
];
