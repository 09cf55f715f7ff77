// One action: what it may be limited to.
import { actionDetails } from "../../api/catalogue";
import { useLoaded } from "../../api/load";
import { Card, Shown } from "../../parts/card";

export function ActionCard({ action }: { action: string }) {
  const loaded = useLoaded((_) => actionDetails(action), [action]);
  return (
    <Card title={action}>
      <Shown loaded={loaded} what="Looking it up">
        {(of) => (
          <dl class="facts">
            <dt>What</dt>
            <dd>
              {of.description}
              {of.permission_only && "; a permission only, no call of its own"}
            </dd>
            <dt>Access level</dt>
            <dd>{of.access_level.replace("-", " ")}</dd>
            <dt>Resources</dt>
            <dd>
              {of.resources.length === 0 && "none: only *"}
              {of.resources.map((each) => (
                <div key={each.resource_type}>
                  {each.resource_type}
                  {each.required && " (required)"} <code class="break dim">{each.arn_formats.join(" ")}</code>
                </div>
              ))}
            </dd>
            <dt>Condition keys</dt>
            <dd class="row tight">
              {of.condition_keys.length === 0 && "none of its own"}
              {of.condition_keys.map((key) => (
                <span class="chip" key={key}>
                  {key}
                </span>
              ))}
            </dd>
          </dl>
        )}
      </Shown>
    </Card>
  );
}
