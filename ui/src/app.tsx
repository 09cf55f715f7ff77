// Which page belongs to which address.
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Frame } from "./parts/frame";
import { Catalogue } from "./pages/catalogue/page";
import { Logs } from "./pages/logs/page";
import { Overview } from "./pages/overview/page";
import { Principal } from "./pages/principal/page";
import { Studio } from "./pages/studio/page";
import { link, route } from "./route";
import { shortName } from "./text/words";

interface Shown {
  title: string;
  body: JSX.Element;
}

function shown(): Shown {
  const { page, rest } = route.value;
  switch (page) {
    case "overview":
      return { title: "Overview", body: <Overview /> };
    case "principal":
      return rest[0] ? { title: shortName(rest[0]), body: <Principal arn={rest[0]} key={rest[0]} /> } : nowhere();
    case "studio":
      return { title: "Policy studio", body: <Studio saved={rest[0]} /> };
    case "logs":
      return { title: "Logs", body: <Logs /> };
    case "catalogue":
      return { title: "Catalogue", body: <Catalogue service={rest[0]} action={rest[1]} /> };
    default:
      return nowhere();
  }
}

function nowhere(): Shown {
  return { title: "No such page", body: <NoPage /> };
}

export function App() {
  const { title, body } = shown();
  useEffect(() => {
    document.title = `${title} · Leastwise`;
  }, [title]);
  return <Frame>{body}</Frame>;
}

function NoPage() {
  return (
    <>
      <div class="head">
        <h1>There is no such page</h1>
      </div>
      <p>
        The <a href={link("overview")}>overview</a> is a good place to begin.
      </p>
    </>
  );
}
