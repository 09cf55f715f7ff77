// Sentences in which what somebody wrote stands in backticks.
export function Ticked({ text }: { text: string }) {
  return (
    <>
      {text.split("`").map((part, index) =>
        index % 2 === 1 ? (
          <code key={index} class="ticked">
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </>
  );
}
