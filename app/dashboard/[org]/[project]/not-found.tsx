import Link from "next/link";
import { FullPageMessage } from "@/components/layout/full-page-message";
import { Button } from "@/components/ui/button";

export default function ProjectNotFound() {
  return (
    <FullPageMessage
      title="Not in this project"
      sentence="There is nothing here under this address. It may belong to another project, or be past its retention."
      action={
        <Button intent="primary" asChild>
          <Link href="/">Go to your requests</Link>
        </Button>
      }
    />
  );
}
