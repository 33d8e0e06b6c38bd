import { notFound } from "next/navigation";

/** Every address without a page, so that it is said inside the frame and not on a bare sheet. */
export default function UnknownPage(): never {
  notFound();
}
