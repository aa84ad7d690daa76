import type { Rule } from "../../engine/rule";
import { dnsEgress } from "./dns-egress";
import { edgeClients } from "./edge-clients";
import { edgeService } from "./edge-service";
import { metadataService } from "./metadata-service";
import { serviceExposure } from "./service-exposure";
import { storeNetworkPeers } from "./store-network-peers";

export const networkRules: readonly Rule[] = [
    storeNetworkPeers,
    metadataService,
    serviceExposure,
    edgeService,
    edgeClients,
    dnsEgress,
];
