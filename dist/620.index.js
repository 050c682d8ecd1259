export const id=620;export const ids=[620];export const modules={4620:(o,t,e)=>{e.d(t,{parseWebhooksFile:()=>r});function r(o,t,e){throw Error("not yet")}}};
