"use client";

import { CircleUser, LogOut, UserRound } from "lucide-react";
import Link from "next/link";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { IconButton } from "../ui/button";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";

export interface ShownUser {
  displayName: string;
  userName: string;
  roles: readonly string[];
}

export function UserMenu({ user }: { user: ShownUser }) {
  const t = useTranslations("shell");
  return (
    <Menu
      label={t("account")}
      trigger={
        <IconButton label={t("accountOf", { name: user.displayName })}>
          <CircleUser aria-hidden />
        </IconButton>
      }
    >
      <div className="max-w-64 px-2 py-1.5">
        <p className="font-semibold">{user.displayName}</p>
        <p className="text-muted text-sm">{user.userName}</p>
        {user.roles.map((role) => (
          <p key={role} className="text-muted text-sm">
            {role}
          </p>
        ))}
      </div>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/account">
          <UserRound aria-hidden />
          {t("account")}
        </Link>
      </MenuItem>
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void signOut({ callbackUrl: "/sign-in" })}>
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
