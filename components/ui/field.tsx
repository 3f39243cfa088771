"use client";

import { Label } from "radix-ui";
import { cloneElement, type ReactElement, type ReactNode, useId } from "react";

interface ControlProps {
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Shown at the right end of the label, as in "optional". */
  aside?: ReactNode;
  children: ReactElement<ControlProps>;
}

/** Label, control, hint and error tied together for assistive technology. */
export function Field({ label, hint, error, aside, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="grid gap-1.5">
      <span className="flex items-baseline justify-between gap-2">
        <Label.Root htmlFor={id} className="font-medium text-13 text-ink">
          {label}
        </Label.Root>
        {aside ? <span className="text-12 text-faint">{aside}</span> : null}
      </span>
      {cloneElement(children, {
        id,
        "aria-describedby": note ? noteId : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {note ? (
        <p
          id={noteId}
          role={error ? "alert" : undefined}
          className={error ? "text-12 text-danger" : "text-12 text-faint"}
        >
          {note}
        </p>
      ) : null}
    </div>
  );
}
