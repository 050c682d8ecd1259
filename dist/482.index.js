export const id=482;export const ids=[482];export const modules={5482:(o,t,r)=>{async function e(o){throw Error("not yet")}r.r(t),r.d(t,{exportWebhooks:()=>e})}};
