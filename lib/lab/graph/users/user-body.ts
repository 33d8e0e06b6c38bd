import type { User } from "../../directory/model";

/** The properties that Graph shows of a user unless others are selected (reference/protocols/graph.md §5). */
export const userBody = (user: User) => ({
  id: user.id,
  businessPhones: [],
  displayName: user.displayName,
  givenName: user.givenName,
  jobTitle: null,
  mail: user.mail,
  mobilePhone: null,
  officeLocation: null,
  preferredLanguage: null,
  surname: user.surname,
  userPrincipalName: user.userPrincipalName,
});
