import { notice, undo, undos } from "../state/writes.ts";

/** What was done last, and a way back. */
export function Notice() {
  return (
    <div class="notice" role="status" hidden={notice.value === ""}>
      <span>{notice.value}</span>
      {undos.value.length === 0 ? null : (
        <button type="button" onClick={() => void undo()}>
          Undo
        </button>
      )}
      <button
        type="button"
        aria-label="Close this message"
        onClick={() => {
          notice.value = "";
        }}
      >
        ×
      </button>
    </div>
  );
}
