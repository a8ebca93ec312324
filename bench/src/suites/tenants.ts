import type { Suite } from "../suite.ts";
import { measureTenants } from "../tenants/measure-tenants.ts";
import { TENANCIES } from "../tenants/tenancies.ts";

/** Measures the latency of honest tenants beside a hostile one, in each isolation. */
export const tenants: Suite = {
  title: "tenants: 99 honest tenants without and with a hostile one, in each isolation",
  parts: [...TENANCIES.keys()],
  async run(part, context) {
    const tenancy = TENANCIES.get(part);
    if (tenancy === undefined) throw new RangeError(`the suite has no part ${part}`);
    return measureTenants(tenancy(), context);
  },
};
