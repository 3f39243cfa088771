"use server";

import { defineAction } from "@/lib/next/define-action";
import { signUp, signUpInput } from "@/lib/services/account/sign-up";

export const signUpAction = defineAction(signUpInput, async (input) => signUp(input));
