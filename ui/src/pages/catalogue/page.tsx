// What AWS has: services, their actions, resource types and condition keys.
import { useState } from "preact/hooks";
import { actionsNamed, services, type Service } from "../../api/catalogue";
import { useLoaded, useSettled } from "../../api/load";
import { Shown } from "../../parts/card";
import { link } from "../../route";
import { counted } from "../../text/words";
import { ActionTable } from "./action_table";
import { ServiceView } from "./service";

export function Catalogue({ service, action }: { service?: string; action?: string }) {
  const [wanted, setWanted] = useState("");
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
          <input type="search" placeholder="Search services and actions" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
        </label>
      </div>
      <Shown loaded={loaded} what="Opening the catalogue">
        {(all) => {
          const open = all.find((each) => each.service === service);
          if (wanted.trim()) return <Found wanted={wanted.trim()} services={all} left={() => setWanted("")} />;
          return open ? <ServiceView key={open.service} service={open} action={action} /> : <Services services={all} />;
        }}
      </Shown>
    </>
  );
}

function Services({ services, left }: { services: Service[]; left?: () => void }) {
  return (
    <ul class="services">
      {services.map((each) => (
        <li key={each.service}>
          <a href={link("catalogue", each.service)} onClick={left}>
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
function Found({ wanted, services, left }: { wanted: string; services: Service[]; left: () => void }) {
  const settled = useSettled(wanted);
  const name = settled.includes(":") ? settled.slice(settled.indexOf(":") + 1) : settled;
  const prefix = settled.includes(":") ? (settled.split(":")[0] as string).toLowerCase() : undefined;
  const loaded = useLoaded((_) => actionsNamed(name || "*", prefix ? 5000 : MOST), [name, prefix]);
  const word = settled.toLowerCase();
  const fitting = services.filter((each) => each.service.includes(word) || each.name.toLowerCase().includes(word));
  return (
    <div class="stack" onClick={(event) => (event.target as Element).closest("a") && left()}>
      {!prefix && fitting.length > 0 && (
        <section aria-label="Services">
          <h2 class="over">{counted(fitting.length, "service")}</h2>
          <Services services={fitting.slice(0, 12)} />
        </section>
      )}
      <Shown loaded={loaded} what="Searching">
        {(found) => {
          const lines = (found.details ?? []).filter((each) => !prefix || each.action.toLowerCase().startsWith(`${prefix}:`)).slice(0, MOST);
          const total = prefix ? lines.length : found.total;
          return (
            <section aria-label="Actions">
              <h2 class="over">{total > lines.length ? `${counted(total, "action")}, the first ${lines.length}` : counted(lines.length, "action")}</h2>
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
