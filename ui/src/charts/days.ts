// Calls by day, with those that were denied in front.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

const HEIGHT = 170;

export function drawDays(holder: HTMLElement, days: { day: string; calls: number; denied: number }[]): () => void {
  const all = everyDay(days);
  const colour = (name: string) => getComputedStyle(holder).getPropertyValue(`--${name}`).trim();
  const axis: uPlot.Axis = {
    stroke: colour("dim"),
    grid: { stroke: colour("line"), width: 1 },
    ticks: { show: false },
    font: "11px ui-sans-serif, system-ui, sans-serif",
  };
  const bars = uPlot.paths.bars?.({ size: [0.8, 24], align: 1 });
  const series = (label: string, name: string): uPlot.Series => ({
    label,
    fill: colour(name),
    stroke: colour(name),
    width: 0,
    paths: bars,
    points: { show: false },
  });
  const chart = new uPlot(
    {
      width: holder.clientWidth,
      height: HEIGHT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      series: [{ value: (_, at) => (at == null ? "–" : new Date(at * 1000).toISOString().slice(0, 10)) }, series("Calls", "used"), series("Denied", "denied")],
      axes: [
        { ...axis, size: 28, grid: { show: false }, values: (_, at) => at.map((seconds) => new Date(seconds * 1000).toISOString().slice(5, 10)) },
        { ...axis, size: 48 },
      ],
      scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.08)] } },
      cursor: { drag: { x: true, y: false }, points: { show: false } },
    },
    [all.map((each) => Date.parse(each.day) / 1000), all.map((each) => each.calls), all.map((each) => each.denied)],
    holder,
  );
  const watcher = new ResizeObserver(() => chart.setSize({ width: holder.clientWidth, height: HEIGHT }));
  watcher.observe(holder);
  return () => {
    watcher.disconnect();
    chart.destroy();
  };
}

/** Days without a call are days, too. */
function everyDay(days: { day: string; calls: number; denied: number }[]) {
  const known = new Map(days.map((each) => [each.day.slice(0, 10), each]));
  const names = [...known.keys()].sort();
  const all = [];
  const last = Date.parse(names.at(-1) ?? "");
  for (let at = Date.parse(names[0] ?? ""); at <= last; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    all.push(known.get(day) ?? { day, calls: 0, denied: 0 });
  }
  return all;
}
