import type { RuleCases } from "../case";
import { dnsEgress } from "./dns-egress";
import { edgeClientsCases } from "./edge-clients";
import { edgeServiceCases } from "./edge-service";
import { metadataService } from "./metadata-service";
import { serviceExposure } from "./service-exposure";
import { storeNetworkPeers } from "./store-network-peers";

export const networkCases: readonly RuleCases[] = [
    storeNetworkPeers,
    metadataService,
    serviceExposure,
    edgeServiceCases,
    edgeClientsCases,
    dnsEgress,
];
