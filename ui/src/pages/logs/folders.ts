// Files out of what was dropped or chosen, folders with all that is below them.

/** Where files of folders stood: several have the same name. */
const PATHS = new WeakMap<File, string>();

/** The path of a file below the folder that it came with; the name of one that came alone. */
export function pathOf(file: File): string {
  return PATHS.get(file) || file.webkitRelativePath || file.name;
}

/** All files of what was dropped. Must be asked while the drop is handled: afterwards the browser has forgotten. */
export async function dropped(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  return (await Promise.all(entries.map((entry) => (entry ? below(entry) : [])))).flat();
}

/** What the system keeps beside people's files is none of them. */
export function isHidden(path: string): boolean {
  return path.split("/").some((part) => part.startsWith(".") && part.length > 1);
}

async function below(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    PATHS.set(file, entry.fullPath.replace(/^\//, ""));
    return [file];
  }
  const files: File[] = [];
  for (const each of await within(entry as FileSystemDirectoryEntry)) {
    if (!isHidden(each.name)) files.push(...(await below(each)));
  }
  return files;
}

/** A browser tells a hundred at a time, and nothing when it told all. */
async function within(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    all.push(...some);
  }
}
