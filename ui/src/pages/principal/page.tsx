// One principal: when it did what, what of its grants it uses, and the policy that would do.
import { get } from "../../api/client";
import { useLoaded } from "../../api/load";
import type { PrincipalDetail } from "../../api/types";
import { Card, Shown } from "../../parts/card";
import { CopyButton } from "../../parts/copy";
import { Figure, Figures } from "../../parts/figures";
import { Icon } from "../../parts/icon";
import { link } from "../../route";
import { day, figure, shortName } from "../../text/words";
import { DraftCard } from "./draft";
import { Timeline } from "./timeline";
import { Uses } from "./uses";

export function Principal({ arn }: { arn: string }) {
  const loaded = useLoaded((stop) => get<PrincipalDetail>("principal", { principal: arn }, stop), [arn]);
  return (
    <>
      <p class="small crumb">
        <a href={link("overview")}>Overview</a> <span class="dim">/ principal</span>
      </p>
      <div class="head">
        <div>
          <h1 class="break">{shortName(arn)}</h1>
          <p class="row">
            <code class="break">{arn}</code>
            <CopyButton text={arn} what="ARN" />
          </p>
        </div>
      </div>
      <Shown loaded={loaded} what="Reading what it did">
        {(detail) => (
          <div class="stack">
            <Facts detail={detail} />
            {detail.currentProblem && (
              <p class="note">
                <Icon name="info" />
                <span>What its current policies allow is not known: {detail.currentProblem}</span>
              </p>
            )}
            <Card title="Use over time">
              <Timeline detail={detail} />
            </Card>
            <Uses services={detail.services} granted={detail.grantedActions !== null} />
            <DraftCard detail={detail} />
          </div>
        )}
      </Shown>
    </>
  );
}

function Facts({ detail }: { detail: PrincipalDetail }) {
  const unknown = "its current policy is not known";
  return (
    <Figures>
      <Figure name="calls" value={figure(detail.calls)} more={`${figure(detail.denied)} denied`} />
      <Figure name="used actions" value={figure(detail.usedActions)} more={`${figure(detail.sensitiveUsed)} of them sensitive`} />
      <Figure name="granted actions" value={figure(detail.grantedActions)} more={detail.grantedActions === null ? unknown : "by its current policy"} />
      <Figure
        name="granted, never used"
        value={figure(detail.unusedActions)}
        more={detail.sensitiveUnused === null ? unknown : `${figure(detail.sensitiveUnused)} of them sensitive`}
      />
      <Figure name="last seen" value={day(detail.lastSeen)} more={`first on ${day(detail.firstSeen)}`} />
    </Figures>
  );
}
