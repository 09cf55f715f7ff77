// One service: its actions, resource types and condition keys.
import { useState } from "preact/hooks";
import { actionsOf, arnFormats, keysOf, type Service } from "../../api/catalogue";
import { useLoaded } from "../../api/load";
import { Shown } from "../../parts/card";
import { Tabs } from "../../parts/tabs";
import { link } from "../../route";
import { ActionCard } from "./action";
import { ActionTable } from "./action_table";

export function ServiceView({ service, action }: { service: Service; action?: string }) {
  const [tab, choose] = useState("actions");
  const name = service.service;
  const loaded = useLoaded(async (_) => {
    const [actions, resources, keys] = await Promise.all([actionsOf(name), arnFormats({ service: name }), keysOf(name)]);
    return { actions, resources, keys };
  }, [name]);
  return (
    <div class="stack">
      <p class="small crumb">
        <a href={link("catalogue")}>All services</a> <span class="dim">/</span> {action ? <a href={link("catalogue", name)}>{service.name}</a> : service.name}
        {action && (
          <>
            {" "}
            <span class="dim">/</span> {action}
          </>
        )}
      </p>
      {action && <ActionCard key={action} action={`${name}:${action}`} />}
      <section class="card" aria-label={service.name}>
        <Shown loaded={loaded} what="Reading the service">
          {({ actions, resources, keys }) => (
            <Tabs
              name={service.name}
              tabs={[
                { id: "actions", title: "Actions", mark: <span class="count">{actions.length}</span> },
                { id: "resources", title: "Resource types", mark: <span class="count">{resources.length}</span> },
                { id: "keys", title: "Condition keys", mark: <span class="count">{keys.length}</span> },
              ]}
              chosen={tab}
              choose={choose}
            >
              {tab === "actions" && <ActionTable actions={actions} />}
              {tab === "resources" && (
                <dl class="pairs">
                  {resources.map((each) => (
                    <div key={each.resource_type}>
                      <dt>{each.resource_type}</dt>
                      <dd>
                        {each.arn_formats.map((format) => (
                          <code class="break" key={format}>
                            {format}
                          </code>
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
              {tab === "keys" && (
                <dl class="pairs">
                  {keys.map((each) => (
                    <div key={each.name}>
                      <dt class="mono break">{each.name}</dt>
                      <dd class="dim">
                        {each.type}
                        {each.multivalued && ", several values"}
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
            </Tabs>
          )}
        </Shown>
      </section>
    </div>
  );
}
