// What AWS has: services, their actions, resource types and condition keys.
import { actionsNamed, services, type Service } from "../../api/catalogue";
import { useLoaded, useSettled } from "../../api/load";
import { Shown } from "../../parts/card";
import { link, route, search } from "../../route";
import { counted } from "../../text/words";
import { ActionTable } from "./action_table";
import { ServiceView } from "./service";

export function Catalogue({ service, action }: { service?: string; action?: string }) {
  const wanted = route.value.search;
  const loaded = useLoaded(services, []);
  return (
    <>
      <div class="head">
        <div>
          <h1>Catalogue</h1>
          <p>Every service, action, resource type and condition key that IAM knows.</p>
        </div>
        <label class="search">
          <span class="unseen">Search services and actions</span>
          <input type="search" placeholder="Search services and actions" value={wanted} onInput={(event) => search(event.currentTarget.value)} />
        </label>
      </div>
      <Shown loaded={loaded} what="Opening the catalogue">
        {(all) => {
          const open = all.find((each) => each.service === service);
          if (wanted.trim()) return <Found wanted={wanted.trim()} services={all} />;
          return open ? <ServiceView key={open.service} service={open} action={action} /> : <Services services={all} />;
        }}
      </Shown>
    </>
  );
}

function Services({ services }: { services: Service[] }) {
  return (
    <ul class="services">
      {services.map((each) => (
        <li key={each.service}>
          <a href={link("catalogue", each.service)}>
            <code>{each.service}</code>
            <span class="dim">{each.actions}<span class="unseen"> actions</span></span>
            <span class="title">{each.name}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

const MOST = 60;

/** `s3:Get*` looks for actions of a service, one word among services and all actions. */
function Found({ wanted, services }: { wanted: string; services: Service[] }) {
  const settled = useSettled(wanted);
  const [before, after] = parted(settled);
  const service = before === undefined ? undefined : services.find((each) => each.service === before.toLowerCase());
  const nowhere = before !== undefined && !service;
  const loaded = useLoaded(async (_) => (nowhere ? { details: [], total: 0 } : actionsNamed(after || "*", MOST, service?.service)), [settled]);
  const word = (before ?? after).toLowerCase();
  const fitting = services.filter((each) => each.service.includes(word) || (before === undefined && each.name.toLowerCase().includes(word)));
  return (
    <div class="stack">
      {(before === undefined || nowhere) && fitting.length > 0 && (
        <section aria-label="Services">
          <h2 class="over">{fitting.length > SERVICES ? `${counted(fitting.length, "service")}, the first ${SERVICES}` : counted(fitting.length, "service")}</h2>
          <Services services={fitting.slice(0, SERVICES)} />
        </section>
      )}
      <Shown loaded={loaded} what="Searching">
        {(found) => {
          const lines = found.details ?? [];
          return (
            <section aria-label="Actions">
              <div role="status">
                <h2 class="over">{found.total > lines.length ? `${counted(found.total, "action")}, the first ${lines.length}` : counted(lines.length, "action")}</h2>
              </div>
              {nowhere && <p class="dim">There is no service “{before}”.</p>}
              {lines.length > 0 && (
                <div class="card">
                  <ActionTable actions={lines} />
                </div>
              )}
            </section>
          );
        }}
      </Shown>
    </div>
  );
}

const SERVICES = 12;

/** The service, if one is named, and what is looked for. */
function parted(wanted: string): [string | undefined, string] {
  const colon = wanted.indexOf(":");
  return colon < 0 ? [undefined, wanted] : [wanted.slice(0, colon), wanted.slice(colon + 1)];
}
