import Link from "next/link";
import { FullPageMessage } from "@/components/layout/full-page-message";
import { Button } from "@/components/ui/button";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh">
      <FullPageMessage
        title="This page does not exist"
        sentence="The address may be mistyped, or the page belongs to a project you are not a member of."
        action={
          <Button intent="primary" asChild>
            <Link href="/">Go to your requests</Link>
          </Button>
        }
      />
    </main>
  );
}
