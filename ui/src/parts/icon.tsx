// Small drawings of 16 by 16, in the colour of the text. They never stand alone for a meaning.
const PATHS = {
  overview: "M2 13.5h12M3.5 13V8M6.5 13V4.5M9.5 13V9.5M12.5 13V2.5",
  studio: "M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4M9 2.5l-2 11",
  logs: "M8 10.5v-8M4.8 5.5 8 2.3l3.2 3.2M2.5 10.5v3h11v-3",
  catalogue: "M7 12.2A5.1 5.1 0 1 0 7 2a5.1 5.1 0 0 0 0 10.2ZM10.8 10.8 14 14",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3",
  moon: "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z",
  check: "M3 8.5 6.5 12 13 4.5",
  cross: "M4 4l8 8M12 4l-8 8",
  dash: "M3.5 8h9",
  ring: "M8 13a5 5 0 1 0 0-10 5 5 0 0 0 0 10Z",
  question: "M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M8 12.3v.4",
  stop: "M5.3 2h5.4L14 5.3v5.4L10.7 14H5.3L2 10.7V5.3ZM8 5v3.5M8 10.8v.4",
  triangle: "M8 2.5 14.5 13.5h-13ZM8 6.5v3.5M8 11.7v.3",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.3V11M8 5v.3",
  bulb: "M6 12.5h4M6.5 14.5h3M5.8 10.5c0-1.5-2-2.3-2-4.7a4.2 4.2 0 0 1 8.4 0c0 2.4-2 3.2-2 4.7Z",
  shield: "M8 1.8 13 3.5v4c0 3.3-2.1 5.6-5 6.7-2.9-1.1-5-3.4-5-6.7v-4ZM8 5v3.5M8 10.6v.3",
  up: "M4 10l4-4 4 4",
  down: "M4 6l4 4 4-4",
  right: "M6 4l4 4-4 4",
  left: "M10 4 6 8l4 4",
  copy: "M5.5 5.5V2.5h8v8h-3M2.5 5.5h8v8h-8Z",
  save: "M8 2.5v8M4.8 7.3 8 10.5l3.2-3.2M2.5 13.5h11",
  file: "M4 1.8h5l3.5 3.5v9H4ZM9 2v3.5h3.5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
