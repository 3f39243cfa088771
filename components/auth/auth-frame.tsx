import type { ReactNode } from "react";
import { Logo } from "../layout/logo";
import { ProductPicture } from "./product-picture";

/** Form on the left, the product on the right. */
export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh bg-surface lg:grid-cols-[minmax(440px,5fr)_7fr]">
      <main className="flex flex-col px-6 py-6 sm:px-10">
        <Logo id="auth" />
        <div className="grid flex-1 place-items-center py-10">
          <div className="w-full max-w-[344px]">{children}</div>
        </div>
      </main>
      <aside
        aria-hidden="true"
        inert
        className="relative overflow-hidden border-l bg-canvas max-lg:hidden"
      >
        <ProductPicture />
      </aside>
    </div>
  );
}
