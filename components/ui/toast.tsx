"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Toast as Radix } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { IconButton } from "./button";
import { cn } from "./cn";

export interface ToastMessage {
  tone: "success" | "danger";
  title: ReactNode;
  description?: ReactNode;
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => {});

/** Returns `toast({tone, title, description})`, which shows a passing message. */
export const useToast = () => useContext(ToastContext);

const SHOWN_MS = { success: 5_000, danger: 12_000 } as const;

export function ToastProvider({ children }: { children: ReactNode }) {
  const t = useTranslations("common");
  const [messages, setMessages] = useState<(ToastMessage & { id: number })[]>([]);
  const show = useCallback((message: ToastMessage) => {
    // More than three at once help nobody; the oldest gives way.
    setMessages((old) => [...old.slice(-2), { ...message, id: performance.now() + Math.random() }]);
  }, []);
  const remove = (id: number) => setMessages((old) => old.filter((message) => message.id !== id));
  return (
    <ToastContext.Provider value={show}>
      <Radix.Provider label={t("notifications")} swipeDirection="right">
        {children}
        {messages.map((message) => {
          const Icon = message.tone === "danger" ? CircleAlert : CircleCheck;
          return (
            <Radix.Root
              key={message.id}
              duration={SHOWN_MS[message.tone]}
              type={message.tone === "danger" ? "foreground" : "background"}
              onOpenChange={(open) => !open && remove(message.id)}
              className="flex animate-slide-in gap-3 rounded-lg border border-line bg-raised p-3 pr-2 shadow-pop"
            >
              <Icon
                aria-hidden
                className={cn(
                  "mt-0.5 size-4.5 shrink-0",
                  message.tone === "danger" ? "text-danger" : "text-success",
                )}
              />
              <div className="min-w-0 flex-1">
                <Radix.Title className="font-medium">{message.title}</Radix.Title>
                {message.description ? (
                  <Radix.Description className="text-muted">{message.description}</Radix.Description>
                ) : null}
              </div>
              <Radix.Close asChild>
                <IconButton label={t("close")} className="size-7">
                  <X aria-hidden />
                </IconButton>
              </Radix.Close>
            </Radix.Root>
          );
        })}
        <Radix.Viewport className="fixed right-0 bottom-0 z-60 flex w-96 max-w-full flex-col gap-2 p-4" />
      </Radix.Provider>
    </ToastContext.Provider>
  );
}
