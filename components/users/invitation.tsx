import { Once } from "@/components/access/once";
import type { Invited } from "@/lib/contract/people";
import { moment } from "@/lib/domain/dates";

interface Props {
  invited: Invited;
  zone: string;
  close: () => void;
}

/** The link with which somebody chooses a password: at the one moment at which it can be read. */
export const Invitation = ({ invited: { name, email, link, link_until }, zone, close }: Props) => (
  <Once title={`Link for ${name}`} lines={[{ text: link, what: "the link" }]} close={close}>
    <p>
      Shown here only, and only now. Send it to <bdi className="text-ink">{email}</bdi>: whoever opens it
      chooses the password. It works once, until {moment(link_until, zone)}.
    </p>
  </Once>
);
