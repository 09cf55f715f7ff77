// The drafted policies in the language that they are deployed in.
import { useState } from "preact/hooks";
import { call, type Problem } from "../../api/client";
import { asProblem } from "../../api/load";
import { download } from "../../parts/download";
import { Icon } from "../../parts/icon";

const LANGUAGES = [
  ["json", "JSON"],
  ["terraform", "Terraform"],
  ["cloudformation", "CloudFormation"],
] as const;

interface Written {
  files?: { path: string; text?: string }[];
}

export function Export({ principal }: { principal: string }) {
  const [problem, setProblem] = useState<Problem>();
  const take = async (language: string) => {
    setProblem(undefined);
    try {
      const { files = [] } = await call<Written>("generate", { principal: [principal], as: language });
      for (const file of files) download(file.path.split("/").at(-1) as string, file.text ?? "");
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <>
      <div class="row" role="group" aria-label="Export">
        {LANGUAGES.map(([id, title]) => (
          <button key={id} type="button" class="button low" onClick={() => take(id)}>
            <Icon name="save" size={14} />
            {title}
          </button>
        ))}
      </div>
      {problem && (
        <span role="alert" class="small bad-text">
          {problem.message}
        </span>
      )}
    </>
  );
}
